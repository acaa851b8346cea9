/** What Alertmanager sends. */
@NullMarked
package dev.salvaguarda.controller.adapter.alertmanager;

import org.jspecify.annotations.NullMarked;
