package dev.salvaguarda.testkit.node;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Clock;

/**
 * What all pods of one node share.
 *
 * @param client an administrator's client
 * @param images what can be run
 * @param storage folders that stand for storage outside the node
 * @param folder where pods get their folders
 * @param clock tells what time it is
 */
record NodeContext(
    KubernetesClient client, ImageCatalog images, NodeStorage storage, Path folder, Clock clock) {}
