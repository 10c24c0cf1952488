package org.dnn.runtime.report;

/**
 * A split of the data.
 *
 * @param name  {@code train}, {@code validation} or {@code test}
 */
public record SplitRow(String name, long rows) {}
