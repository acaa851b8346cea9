package dev.salvaguarda.api.source;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.ref.CaBundleRef;
import dev.salvaguarda.api.schema.ApiObject;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * By what the certificate of a Proxmox host is known. Exactly one of the components is set.
 *
 * @param caBundleRef authorities to trust, one of which signed it for the host's name
 * @param fingerprint SHA-256 of the certificate itself, as Proxmox shows it
 */
@ApiObject
@ValidationRule(
    value = "has(self.caBundleRef) != has(self.fingerprint)",
    message = "exactly one of caBundleRef and fingerprint must be set")
public record ProxmoxTls(
    @JsonPropertyDescription(
            "Certificates of the authorities to trust. That of a cluster is"
                + " /etc/pve/pve-root-ca.pem on each node.")
        @Nullable CaBundleRef caBundleRef,
    @JsonPropertyDescription(
            "SHA-256 fingerprint of the certificate, as the host shows it under System,"
                + " Certificates: 32 bytes with colons between them. It has to be changed whenever"
                + " the host's certificate is.")
        @ValidationRule(
            value = "self.matches('^[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){31}$')",
            message =
                "must be a SHA-256 fingerprint of 32 bytes with colons between them, as the host"
                    + " shows it")
        @Nullable String fingerprint) {}
