package org.dnn.compiler.model;

import org.dnn.compiler.type.Kind;

/**
 * A trained network as it is used: columns in, an answer out.
 *
 * @param name   the class that it becomes
 * @param target the column that the network was trained to tell
 * @param link   what makes an answer of the network's output
 */
public record Predictor(String name, Network network, Node.ColumnPart target, Link link) {
    /** A function from a network's output to what it says, as the loss takes it. */
    public enum Link {
        IDENTITY, SIGMOID, SOFTMAX, EXPONENTIAL
    }

    /** The predictor of what a train block trains. */
    public static Predictor of(Training training, String name) {
        Link link = switch (training.loss().entry().name()) {
            case "cross_entropy" -> Link.SOFTMAX;
            case "nll" -> Link.EXPONENTIAL;
            case "bce_with_logits" -> Link.SIGMOID;
            default -> Link.IDENTITY;
        };
        return new Predictor(name, training.network(), training.loss().target(), link);
    }

    /** What its methods give, in words; by which predictors are compared. */
    public String answers() {
        return target.group().kind() + " " + tellsProbability() + " " + columnName();
    }

    /** The target's name in the language. */
    public String columnName() {
        ColumnGroup group = target.group();
        return group.names().size() == 1 ? group.name() : group.names().get(target.from()).name();
    }

    /** Whether it tells one class of several; the output has a number for each. */
    public boolean tellsClass() {
        return target.group().kind() instanceof Kind.ClassOf || target.group().kind() instanceof Kind.OneHot;
    }

    /** Whether its answer is how likely something is. */
    public boolean tellsProbability() {
        return link != Link.IDENTITY || network.outputType().kind() instanceof Kind.Probability;
    }
}
