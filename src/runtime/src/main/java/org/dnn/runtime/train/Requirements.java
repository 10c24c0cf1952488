package org.dnn.runtime.train;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import org.dnn.runtime.report.Opening;
import org.dnn.runtime.report.Requirement;
import org.dnn.runtime.report.RunRecord;

/** What a train block requires. */
final class Requirements {
    private static final MathContext SIX_FIGURES = new MathContext(6);

    private final TrainingSetup setup;
    private final RunRecord record;

    Requirements(TrainingSetup setup, RunRecord record) {
        this.setup = setup;
        this.record = record;
    }

    /** Those of memory, which {@link MemoryBudget} has looked at before. */
    void memory(long bytes) {
        for (TrainingSetup.RequirementSetup requirement : setup.requirements()) {
            if (requirement.quantity().isEmpty()) {
                record.requirement(new Requirement(requirement.text(), Opening.bytes(bytes), requirement.holds(bytes)));
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
                boolean holds = requirement.holds(value);
                record.requirement(new Requirement(requirement.text(), shown(value), holds));
                if (!holds) {
                    broken.add(setup.source() + ":" + requirement.line() + ": require " + requirement.text()
                            + " does not hold: " + quantity + " is " + shown(value));
                }
            });
        }
        return broken;
    }

    private static String shown(double value) {
        return Double.isFinite(value)
                ? new BigDecimal(value).round(SIX_FIGURES).stripTrailingZeros().toPlainString()
                : Double.toString(value);
    }
}
