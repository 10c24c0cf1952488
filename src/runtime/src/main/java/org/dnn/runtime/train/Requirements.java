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
import org.dnn.runtime.train.TrainingSetup.RequirementSetup;

/** What a train block requires. */
final class Requirements {
    private static final MathContext SIX_FIGURES = new MathContext(6);

    private Requirements() {}

    /**
     * Records what was required and what was measured. {@link MemoryBudget} has looked at memory before.
     *
     * @param bytes the memory that was needed
     * @return those that do not hold, each as a sentence
     */
    static List<String> measured(TrainingSetup setup, Map<String, Double> quantities, long bytes, RunRecord record) {
        setup.requirements().stream().filter(r -> r.quantity().isEmpty())
                .forEach(r -> record.requirement(new Requirement(r.text(), Opening.bytes(bytes), r.holds(bytes))));
        return broken(setup, quantities, record, _ -> true);
    }

    /** The same of those alone that are about the test split. */
    static List<String> tested(TrainingSetup setup, Map<String, Double> quantities, RunRecord record) {
        return broken(setup, quantities, record, quantity -> quantity.split().equals("test"));
    }

    private static List<String> broken(TrainingSetup setup, Map<String, Double> quantities, RunRecord record,
            Predicate<TrainingSetup.Quantity> wanted) {
        List<String> broken = new ArrayList<>();
        for (RequirementSetup requirement : setup.requirements()) {
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
