package org.dnn.compiler.parity;

import java.util.List;

import org.dnn.compiler.model.Training;

/** Trainings of one linear layer that measure everything that goes with their target. */
final class MetricCases {
    /** The least learning rate there is, times a gradient below a half, is 0: all rows keep the same score. */
    static final String TEXT = """
            data Classes {
              source: generate(rows: 300); input x: float[4] = uniform(0, 1); target y: class(4) = floor(sum(x))
              split: random(train: 40%, test: 60%)
            }
            data Shares {
              source: generate(rows: 300); input x: float[4] = uniform(0, 1)
              target y: one_hot(3) = [sum(x) < 1.5, 1.5 < sum(x) and sum(x) < 2.2, sum(x) > 2.2]
              split: random(train: 40%, test: 60%)
            }
            data Truth {
              source: generate(rows: 300); input x: float[4] = uniform(0, 1); target y: bool = sum(x) > 2.2
              split: random(train: 40%, test: 60%)
            }
            data Truths {
              source: generate(rows: 300); input x: float[4] = uniform(0, 1); target y: bool[4] = x > 0.6
              split: random(train: 40%, test: 60%)
            }
            data Numbers {
              source: generate(rows: 300); input x: float[4] = uniform(0, 1); target y: float[4] = x * x - 0.5
              split: random(train: 40%, test: 60%)
            }
            model OfClasses(x: Classes.x) -> output: [4] { x -> Linear(4) }
            model OfShares(x: Shares.x) -> output: [3] { x -> Linear(3) }
            model OfTruth(x: Truth.x) -> output: [1] { x -> Linear(1) }
            model Sure(x: Truth.x) -> output: [1] { x -> Linear(1) -> sigmoid }
            model OfTruths(x: Truths.x) -> output: [4] { x -> Linear(4) }
            model OfNumbers(x: Numbers.x) -> output: [4] { x -> Linear(4) }
            model Same(x: Classes.x) -> output: [4] { x -> Linear(4, bias: false, init: constant(0)) }
            model SameTruth(x: Truth.x) -> output: [1] { x -> Linear(1, bias: false, init: constant(0)) }
            train Macro {
              model: OfClasses(Classes.x); loss: cross_entropy(output, Classes.y); optimizer: SGD(lr: 1); epochs: 20
              batch: 30; metrics: accuracy, top_k(2), top_k(3), precision, recall, f1, confusion_matrix
            }
            train Micro {
              model: OfClasses(Classes.x); loss: cross_entropy(output, Classes.y); optimizer: SGD(lr: 0.1); epochs: 2
              batch: 30; metrics: precision(average: micro), recall(average: micro), f1(average: micro)
            }
            train OneHot {
              model: OfShares(Shares.x); loss: mse(output, Shares.y); optimizer: SGD(lr: 0.1); epochs: 5
              batch: 30; metrics: accuracy, top_k(2), precision, recall, f1, mae, rmse, r2, confusion_matrix
            }
            train Logit {
              model: OfTruth(Truth.x); loss: bce_with_logits(output, Truth.y); optimizer: SGD(lr: 1); epochs: 5
              batch: 30; metrics: accuracy, precision, recall, f1, auc, confusion_matrix
            }
            train Probability {
              model: Sure(Truth.x); loss: bce(output, Truth.y); optimizer: SGD(lr: 1); epochs: 5
              batch: 30; metrics: accuracy, precision(average: micro), recall(average: micro), f1(average: micro), auc
            }
            train Several {
              model: OfTruths(Truths.x); loss: bce_with_logits(output, Truths.y); optimizer: SGD(lr: 5); epochs: 30
              batch: 30; metrics: accuracy
            }
            train Regression {
              model: OfNumbers(Numbers.x); loss: mse(output, Numbers.y); optimizer: SGD(lr: 0.2); epochs: 5
              batch: 30; metrics: mae, rmse, r2
            }
            train Ties {
              model: Same(Classes.x); loss: cross_entropy(output, Classes.y); optimizer: SGD(lr: 1.5e-45); epochs: 1
              batch: 30; metrics: accuracy, top_k(2), top_k(3), precision, recall, f1
            }
            train TiedTruth {
              model: SameTruth(Truth.x); loss: bce_with_logits(output, Truth.y); optimizer: SGD(lr: 1.5e-45)
              epochs: 1; batch: 30; metrics: accuracy, precision, recall, f1, auc
            }
            """;

    private MetricCases() {}

    static List<Training> trainings() {
        return CheckedText.of(TEXT).trainings();
    }

    static List<OperationCase.Call> calls() {
        return trainings().stream().flatMap(t -> t.metrics().stream())
                .map(m -> new OperationCase.Call(m.entry(), m.arguments())).toList();
    }
}
