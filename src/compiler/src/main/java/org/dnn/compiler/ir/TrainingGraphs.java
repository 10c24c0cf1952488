package org.dnn.compiler.ir;

import java.util.List;
import java.util.Map;

/**
 * The programs of a train block, and the variables that they share.
 *
 * @param step            one step: forward, backward, update
 * @param evaluation      loss and metrics of a batch, with nothing changed
 * @param hyperparameters what the host gives for each step
 * @param states          what the optimizer remembers, and what each is at first
 * @param stepReports     the sums that a step leaves
 * @param reports         the sums that an evaluation leaves; those of a step begin it
 */
public record TrainingGraphs(Graph step, Graph evaluation, Map<Variable, HostTerm> hyperparameters,
        Map<Variable, Double> states, List<Variable> stepReports, List<Variable> reports) {}
