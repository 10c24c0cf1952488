package org.dnn.runtime.data;

/**
 * What describes a set of numbers.
 *
 * @param count     how many there are, missing ones left out
 * @param mean      their mean
 * @param deviation the population standard deviation, √(Σ(x − mean)² / count); 0 where all are equal
 */
public record Moments(long count, double mean, double deviation) {}
