/**
 * The BackupRepository: probes the place where archives lie and says in its status whether it can
 * be used. Deleting the object never touches an archive.
 */
@NullMarked
package dev.salvaguarda.controller.repository;

import org.jspecify.annotations.NullMarked;
