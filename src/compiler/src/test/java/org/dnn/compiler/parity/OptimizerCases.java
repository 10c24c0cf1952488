package org.dnn.compiler.parity;

import java.util.ArrayList;
import java.util.List;

import org.dnn.compiler.catalog.Arguments;
import org.dnn.compiler.model.Schedule;
import org.dnn.compiler.model.Training;

/** Optimizers under every setting, with what goes around them: exceptions from weight decay, clipping, moving settings. */
final class OptimizerCases {
    static final List<String> SETTINGS = List.of("SGD(lr: 0.1)", "SGD(lr: 0.05, momentum: 0.9)",
            "SGD(lr: 0.05, momentum: 0.5, dampening: 0.25)", "SGD(lr: 0.05, momentum: 0.9, dampening: 1)",
            "SGD(lr: 0.05, momentum: 0.9, nesterov: true, weight_decay: 0.1)",
            "SGD(lr: 0.1, weight_decay: 0.5 except [bias])", "SGD(lr: 0.1, weight_decay: 0.5 except [norm])",
            "SGD(lr: 0.1, weight_decay: 0.5 except [bias, norm])",
            "SGD; lr: linear from 0.1 to 0 over 10 steps; momentum: linear from 0.5 to 0.9 over 8 steps;"
                    + " weight_decay: cosine from 0.5 to 0.1 over 10 steps",
            "SGD(lr: 0.1); clip: norm(0.05)", "SGD(lr: 0.1); clip: norm(100)", "SGD(lr: 0.1); clip: value(0.02)",
            "Adam(lr: 0.02)", "Adam(lr: 0.01, betas: [0.8, 0.9], eps: 0.001)",
            "Adam(lr: 0.01, betas: [0, 0.5], eps: 0.1, amsgrad: true)", "Adam(lr: 0.01, weight_decay: 0.3)",
            "Adam(lr: 0.01, weight_decay: 0.1 except [bias, norm])", "AdamW(lr: 0.02)",
            "AdamW(lr: 0.01, betas: [0.8, 0.9], eps: 0.001, weight_decay: 0)",
            "AdamW(lr: 0.01, betas: [0.5, 0.7], eps: 0.1, amsgrad: true, weight_decay: 0.3 except [bias])",
            "RMSprop(lr: 0.02)", "RMSprop(lr: 0.01, alpha: 0.9, eps: 0.001, momentum: 0.9)",
            "RMSprop(lr: 0.01, alpha: 0.5, eps: 0.1, centered: true, weight_decay: 0.3)",
            "RMSprop(lr: 0.01, momentum: 0.5, centered: true, eps: 0.01, weight_decay: 0.1 except [norm])",
            "Adagrad(lr: 0.1)", "Adagrad(lr: 0.05, lr_decay: 0.1, initial_accumulator_value: 0.5, eps: 0.001)",
            "Adagrad(lr: 0.05, lr_decay: 0.5, initial_accumulator_value: 2, eps: 0.1, weight_decay: 0.3)",
            "Adagrad(lr: 0.05, weight_decay: 0.1 except [bias])");

    private OptimizerCases() {}

    static String text() {
        return text(4);
    }

    /**
     * A file in which each is a train block, {@code T0}, {@code T1}, ….
     *
     * @param features of the first layer
     */
    static String text(int features) {
        StringBuilder text = new StringBuilder("""
                data D {
                  source: generate(rows: 20); input x: float[3] = uniform(-1, 1); target y: float[2] = uniform(-1, 1)
                }
                model M(x: D.x) -> output: [2] { x -> Linear(%d) as first -> LayerNorm as norm -> Linear(2) as last }
                """.formatted(features));
        for (int i = 0; i < SETTINGS.size(); i++) {
            text.append("train T%d { model: M(D.x); loss: mse(output, D.y); optimizer: %s; epochs: 2; batch: 4 }%n"
                    .formatted(i, SETTINGS.get(i)));
        }
        return text.toString();
    }

    static List<Training> trainings() {
        return trainings(4);
    }

    static List<Training> trainings(int features) {
        return CheckedText.of(text(features)).trainings();
    }

    /** With the arguments that may move among the others. */
    static List<OperationCase.Call> calls() {
        List<OperationCase.Call> calls = new ArrayList<>();
        for (Training training : trainings()) {
            Training.Optimizer optimizer = training.optimizer();
            Arguments arguments = optimizer.arguments().with("lr", value(optimizer.learningRate()))
                    .with("weight_decay", value(optimizer.weightDecay()));
            calls.add(new OperationCase.Call(optimizer.entry(), optimizer.momentum().isPresent()
                    ? arguments.with("momentum", value(optimizer.momentum().get()))
                    : arguments));
        }
        return calls;
    }

    private static Object value(Schedule schedule) {
        return schedule instanceof Schedule.Constant constant ? (Object) constant.value() : "moving";
    }
}
