package org.dnn.runtime.data;

/**
 * What describes a set of numbers.
 *
 * @param count     how many there are, missing ones left out
 * @param mean      their mean
 * @param deviation the population standard deviation, √(Σ(x − mean)² / count); 0 where all are equal
 */
public record Moments(long count, double mean, double deviation) {
    /** Of both sets together (Chan, Golub, LeVeque 1983). */
    Moments with(Moments other) {
        long both = count + other.count;
        double apart = other.mean - mean;
        double share = (double) other.count / both;
        double variance = (1 - share) * deviation * deviation + share * other.deviation * other.deviation
                + share * (1 - share) * apart * apart;
        return new Moments(both, mean + share * apart, Math.sqrt(variance));
    }
}
