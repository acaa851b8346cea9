/**
 * Leads Restores: finds the copies that one names, lets the domain decide, starts and stops
 * workers, and reports. What it needs to know of policies and repositories it asks for when it
 * needs it: restores are few, and a watch of their own would hold all of them once more.
 */
@NullMarked
package dev.salvaguarda.controller.restore;

import org.jspecify.annotations.NullMarked;
