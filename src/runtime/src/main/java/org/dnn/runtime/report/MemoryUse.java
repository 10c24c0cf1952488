package org.dnn.runtime.report;

/** Some bytes of memory and what they are for, as in {@code activations}. */
public record MemoryUse(String name, long bytes) {}
