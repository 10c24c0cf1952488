package org.dnn.runtime.report;

/**
 * A point of the loss by step: one step, or a run of neighbouring steps that were put together.
 *
 * @param step          the last of its steps
 * @param loss          the mean of their losses
 * @param low           the lowest of them
 * @param high          the highest of them
 * @param learningRate  of the last of them
 */
public record StepPoint(long step, double loss, double low, double high, double learningRate) {}
