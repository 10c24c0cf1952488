package org.dnn.runtime.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import org.dnn.runtime.Problem;
import org.dnn.runtime.report.Requirement;
import org.dnn.runtime.report.RunRecord;

/** What a train block requires. */
final class Requirements {
    private final TrainingSetup setup;
    private final RunRecord record;

    Requirements(TrainingSetup setup, RunRecord record) {
        this.setup = setup;
        this.record = record;
    }

    /** @throws Problem if more memory is needed than is allowed */
    void memory(long bytes) {
        for (TrainingSetup.RequirementSetup requirement : setup.requirements()) {
            if (requirement.quantity().isEmpty()) {
                if (!holds(bytes, requirement)) {
                    throw new Problem(setup.source() + ":" + requirement.line() + ": " + requirement.text()
                            + " does not hold: the training needs " + bytes + " bytes; the largest batch that fits is "
                            + setup.arena().largestBatch((long) requirement.limit(), 1));
                }
                record.requirement(new Requirement(requirement.text(), bytes + " bytes", true));
            }
        }
    }

    /** Those that do not hold, each as a sentence. */
    List<String> measured(Map<String, Double> quantities) {
        return broken(quantities, _ -> true);
    }

    /** The same of those alone that are about the test split. */
    List<String> tested(Map<String, Double> quantities) {
        return broken(quantities, quantity -> quantity.split().equals("test"));
    }

    private List<String> broken(Map<String, Double> quantities, Predicate<TrainingSetup.Quantity> wanted) {
        List<String> broken = new ArrayList<>();
        for (TrainingSetup.RequirementSetup requirement : setup.requirements()) {
            requirement.quantity().filter(wanted).ifPresent(quantity -> {
                double value = quantities.getOrDefault(quantity.toString(), Double.NaN);
                boolean holds = holds(value, requirement);
                record.requirement(new Requirement(requirement.text(), Double.toString(value), holds));
                if (!holds) {
                    broken.add(setup.source() + ":" + requirement.line() + ": require " + requirement.text()
                            + " does not hold: " + quantity + " is " + value);
                }
            });
        }
        return broken;
    }

    private static boolean holds(double value, TrainingSetup.RequirementSetup requirement) {
        return switch (requirement.comparison()) {
            case "<" -> value < requirement.limit();
            case "<=" -> value <= requirement.limit();
            case ">" -> value > requirement.limit();
            default -> value >= requirement.limit();
        };
    }
}
