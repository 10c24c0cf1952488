package org.dnn.bench;

import java.util.List;

/**
 * What is trained here and by the peer.
 *
 * @param title   what it is
 * @param train   the name of its train block
 * @param peer    what the peer calls it
 * @param sources the folder of its {@code .dnn} file
 * @param epochs  how many the whole process trains, here and there
 * @param warm    how many are trained where an epoch is timed, so that the second half of them is warm
 * @param peers   the same for the peer, which needs fewer: nothing of it is compiled on the way
 */
record Network(String title, String train, String peer, String sources, int epochs, int warm, int peers) {
    private static final String MODELS = "models/src/main/dnn";

    static final List<Network> ALL = List.of(
            new Network("cube 3-5-5-5-3, 7,000 rows, full batch, SGD", "CubeTraining", MODELS, 1000, 60_000, 10_000),
            new Network("diabetes 8-32-8-4-1, 537 rows, full batch, Adam", "FullBatch", MODELS, 5000, 100_000, 10_000),
            new Network("diabetes, batches of 128", "MiniBatch", MODELS, 500, 40_000, 3000),
            new Network("diabetes, batches of 128, beside PyTorch's DataLoader", "MiniBatch", "MiniBatchLoader", MODELS,
                    500, 40_000, 2000),
            new Network("digits 784-512-256-128-64-10, 10,000 rows, batches of 64, SGD", "Digits10kTraining", MODELS,
                    5, 20, 8),
            new Network("LeNet on digits, 10,000 rows, batches of 64, SGD", "LeNetTraining", MODELS, 3, 14, 6),
            new Network("wide 784-1024-1024-1024-10, 10,240 rows, batches of 256, Adam", "WideTraining",
                    "src/bench/src/main/dnn", 3, 8, 5));

    /** One that the peer calls by the same name. */
    Network(String title, String train, String sources, int epochs, int warm, int peers) {
        this(title, train, train, sources, epochs, warm, peers);
    }
}
