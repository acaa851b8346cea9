/** Pages for everybody, written into S3 buckets. */
@NullMarked
package dev.salvaguarda.app.adapter.site;

import org.jspecify.annotations.NullMarked;
