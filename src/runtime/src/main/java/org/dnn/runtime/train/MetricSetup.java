package org.dnn.runtime.train;

/**
 * What is measured.
 *
 * @param kind     the metric of the catalogue: {@code accuracy}, {@code f1}, …
 * @param name     what reports call it
 * @param average  {@code macro} or {@code micro}, where that makes a difference
 * @param sums     where its sums begin in the reports
 */
public record MetricSetup(String kind, String name, String average, int... sums) {}
