package org.dnn.compiler.lower;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.dnn.compiler.CompilerBug;
import org.dnn.compiler.catalog.Arguments;
import org.dnn.compiler.ir.BinaryFunction;
import org.dnn.compiler.ir.GraphBuilder;
import org.dnn.compiler.ir.HostTerm;
import org.dnn.compiler.ir.TensorType;
import org.dnn.compiler.ir.UnaryFunction;
import org.dnn.compiler.ir.Value;
import org.dnn.compiler.ir.Variable;
import org.dnn.compiler.model.Schedule;
import org.dnn.compiler.model.Training;

/** PyTorch's optimizers: what a parameter becomes, given its gradient. */
final class OptimizerFormulas {
    private static final HostTerm LEARNING_RATE = new HostTerm.Scheduled("learningRate");
    private static final HostTerm MOMENTUM = new HostTerm.Scheduled("momentum");
    private static final HostTerm WEIGHT_DECAY = new HostTerm.Scheduled("weightDecay");
    private static final HostTerm STEP = new HostTerm.StepNumber();
    private static final HostTerm ONE = HostTerm.of(1);

    private final GraphBuilder b;
    private final Training.Optimizer optimizer;
    private final Arguments a;
    private final Map<Variable, HostTerm> hyperparameters = new LinkedHashMap<>();
    private final Map<Variable, Double> states = new LinkedHashMap<>();

    OptimizerFormulas(GraphBuilder builder, Training.Optimizer optimizer) {
        this.b = builder;
        this.optimizer = optimizer;
        this.a = optimizer.arguments();
    }

    /** The numbers that the host gives for each step. */
    Map<Variable, HostTerm> hyperparameters() {
        return hyperparameters;
    }

    /** What the optimizer remembers, and what it is at first. */
    Map<Variable, Double> states() {
        return states;
    }

    /** Stores the parameter's new value, and what is remembered of it. */
    void update(Variable parameter, Value gradient, boolean decays) {
        Value weight = b.read(parameter);
        Value updated = switch (optimizer.entry().name()) {
            case "SGD" -> sgd(parameter, weight, decayed(weight, gradient, decays));
            case "Adam" -> adam(parameter, weight, decayed(weight, gradient, decays));
            case "AdamW" -> adam(parameter, decays && hasDecay() ? shrunk(weight) : weight, gradient);
            case "RMSprop" -> rmsProp(parameter, weight, decayed(weight, gradient, decays));
            case "Adagrad" -> adagrad(parameter, weight, decayed(weight, gradient, decays));
            default -> throw new CompilerBug("lower", "no formula for " + optimizer.entry().name());
        };
        b.store(parameter, updated);
    }

    private boolean hasDecay() {
        return !(optimizer.weightDecay() instanceof Schedule.Constant constant && constant.value() == 0);
    }

    /** PyTorch's {@code weight_decay}: the gradient of half the square of the weights. */
    private Value decayed(Value weight, Value gradient, boolean decays) {
        return decays && hasDecay()
                ? b.plus(gradient, b.times(weight, hyperparameter("weight_decay", WEIGHT_DECAY)))
                : gradient;
    }

    private Value shrunk(Value weight) {
        return b.times(weight, hyperparameter("shrink", ONE.minus(LEARNING_RATE.times(WEIGHT_DECAY))));
    }

    private Value sgd(Variable parameter, Value weight, Value gradient) {
        Value rate = hyperparameter("learning_rate", LEARNING_RATE);
        if (optimizer.momentum().isEmpty()) {
            return b.minus(weight, b.times(gradient, rate));
        }
        Value momentum = hyperparameter("momentum", MOMENTUM);
        double dampening = a.real("dampening");
        Value damped = dampening == 0
                ? gradient
                : b.times(gradient,
                        hyperparameter("gradient_share", new HostTerm.FirstStep(ONE, HostTerm.of(1 - dampening))));
        Variable velocity = state(parameter, "velocity", 0);
        Value moved = b.plus(b.times(b.read(velocity), momentum), damped);
        b.store(velocity, moved);
        Value direction = a.truth("nesterov") ? b.plus(gradient, b.times(moved, momentum)) : moved;
        return b.minus(weight, b.times(direction, rate));
    }

    private Value adam(Variable parameter, Value weight, Value gradient) {
        double beta1 = a.reals("betas").get(0);
        double beta2 = a.reals("betas").get(1);
        Value first = follow(parameter, "first_moment", gradient, beta1);
        Value second = follow(parameter, "second_moment", b.square(gradient), beta2);
        if (a.truth("amsgrad")) {
            Variable largest = state(parameter, "largest_second_moment", 0);
            second = b.binary(BinaryFunction.MAXIMUM, b.read(largest), second);
            b.store(largest, second);
        }
        Value rate = hyperparameter("corrected_rate",
                LEARNING_RATE.over(ONE.minus(HostTerm.of(beta1).power(STEP))));
        Value correction = hyperparameter("second_correction",
                new HostTerm.Root(ONE.minus(HostTerm.of(beta2).power(STEP))));
        Value root = b.over(b.unary(UnaryFunction.SQUARE_ROOT, second), correction);
        return b.minus(weight, b.times(b.over(first, b.plus(root, a.real("eps"))), rate));
    }

    private Value rmsProp(Variable parameter, Value weight, Value gradient) {
        double alpha = a.real("alpha");
        Value squares = follow(parameter, "square_average", b.square(gradient), alpha);
        if (a.truth("centered")) {
            Value mean = follow(parameter, "gradient_average", gradient, alpha);
            squares = b.minus(squares, b.square(mean));
        }
        Value root = b.plus(b.unary(UnaryFunction.SQUARE_ROOT, squares), a.real("eps"));
        Value direction = b.over(gradient, root);
        if (optimizer.momentum().isPresent()) {
            Variable velocity = state(parameter, "velocity", 0);
            direction = b.plus(b.times(b.read(velocity), hyperparameter("momentum", MOMENTUM)), direction);
            b.store(velocity, direction);
        }
        return b.minus(weight, b.times(direction, hyperparameter("learning_rate", LEARNING_RATE)));
    }

    private Value adagrad(Variable parameter, Value weight, Value gradient) {
        Variable sum = state(parameter, "square_sum", a.real("initial_accumulator_value"));
        Value squares = b.plus(b.read(sum), b.square(gradient));
        b.store(sum, squares);
        double decay = a.real("lr_decay");
        HostTerm rate = decay == 0
                ? LEARNING_RATE
                : LEARNING_RATE.over(ONE.plus(STEP.minus(ONE).times(HostTerm.of(decay))));
        Value root = b.plus(b.unary(UnaryFunction.SQUARE_ROOT, squares), a.real("eps"));
        return b.minus(weight, b.times(b.over(gradient, root), hyperparameter("learning_rate", rate)));
    }

    /** An exponential average: {@code old · decay + new · (1 - decay)}. */
    private Value follow(Variable parameter, String name, Value now, double decay) {
        Variable average = state(parameter, name, 0);
        Value moved = b.plus(b.times(b.read(average), decay), b.times(now, 1 - decay));
        b.store(average, moved);
        return moved;
    }

    private Variable state(Variable parameter, String name, double first) {
        Variable state = new Variable(Variable.Role.OPTIMIZER_STATE, parameter.name() + "." + name, parameter.type());
        states.put(state, first);
        return state;
    }

    private Value hyperparameter(String name, HostTerm term) {
        Variable variable = new Variable(Variable.Role.HYPERPARAMETER, name, TensorType.SCALAR);
        hyperparameters.put(variable, term);
        return b.read(variable);
    }

    static List<String> exemptions() {
        return List.of("bias", "norm");
    }
}
