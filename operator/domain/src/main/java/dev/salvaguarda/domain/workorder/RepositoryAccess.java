package dev.salvaguarda.domain.workorder;

import org.jspecify.annotations.Nullable;

/**
 * Where a repository lies and in which files its secrets are mounted.
 *
 * @param name of the BackupRepository, for messages
 * @param endpoint URL of the S3 service, with scheme
 * @param region empty means that the service's default is used
 * @param bucket name of the bucket
 * @param prefix key prefix inside the bucket; empty means the bucket's root
 * @param pathStyle whether the bucket stands in the path (true) or in the host name (false)
 * @param caBundleFile PEM file with the authorities to trust; null means the system's
 * @param accessKeyFile file with the access key id
 * @param secretKeyFile file with the secret access key
 * @param sessionTokenFile file with a session token; null, or a file that is not there, means none
 * @param passwordFile file with the repository's password
 */
public record RepositoryAccess(
    String name,
    String endpoint,
    String region,
    String bucket,
    String prefix,
    boolean pathStyle,
    @Nullable String caBundleFile,
    String accessKeyFile,
    String secretKeyFile,
    @Nullable String sessionTokenFile,
    String passwordFile) {}
