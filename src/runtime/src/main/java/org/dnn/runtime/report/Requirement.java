package org.dnn.runtime.report;

/**
 * One condition of {@code require} and what came of it.
 *
 * @param condition  as written, as in {@code test.accuracy >= 0.91}
 * @param measured   what it was held against, as it is to be shown, as in {@code 0.9132}
 */
public record Requirement(String condition, String measured, boolean held) {}
