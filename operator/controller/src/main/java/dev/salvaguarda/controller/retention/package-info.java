/**
 * What maintenance of a repository is to keep and remove for each policy that writes into it, and
 * what the policies' statuses say of it afterwards.
 */
@NullMarked
package dev.salvaguarda.controller.retention;

import org.jspecify.annotations.NullMarked;
