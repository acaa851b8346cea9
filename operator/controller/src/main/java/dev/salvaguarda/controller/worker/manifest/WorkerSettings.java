package dev.salvaguarda.controller.worker.manifest;

/**
 * How the operator starts its workers.
 *
 * @param image of the pods; holds the same version as the operator
 * @param imagePullPolicy Always, IfNotPresent or Never
 */
public record WorkerSettings(String image, String imagePullPolicy) {}
