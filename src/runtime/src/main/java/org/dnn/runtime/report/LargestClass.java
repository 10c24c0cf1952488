package org.dnn.runtime.report;

/**
 * The class with the most rows of the test split: what answering always the same would get.
 *
 * @param share  of the rows of the test split, 0 to 1
 */
public record LargestClass(String name, double share) {}
