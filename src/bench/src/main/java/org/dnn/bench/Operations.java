package org.dnn.bench;

import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * Each operation beside PyTorch's numbers, on the card of this machine, as the compiler's tests have it; where there is no Maven,
 * too. They look for the numbers from the folder of the compiler.
 */
final class Operations {
    /** By name: the benchmark meets the compiler's tests only while it runs. */
    private static final String TEST = "org.dnn.compiler.parity.CardParityTest";

    /** Failures whose words are given. */
    private static final int SHOWN = 5;

    private Operations() {}

    public static void main(String[] arguments) {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        // A case is a few processes, which do little else than begin.
        LauncherFactory.create().execute(LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClass(TEST))
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
                .configurationParameter("junit.jupiter.execution.parallel.config.executor-service",
                        "WORKER_THREAD_POOL")
                .build(),
                listener);
        TestExecutionSummary summary = listener.getSummary();
        summary.getFailures().stream().limit(SHOWN)
                .forEach(failure -> System.out.println(failure.getTestIdentifier().getDisplayName() + ": "
                        + failure.getException()));
        System.out.println(summary.getTestsSucceededCount() + summary.getFailures().size() == 0
                ? "none was run, for there is no nvcc on the path, or no card"
                : summary.getTestsSucceededCount() + " agree, " + summary.getFailures().size() + " do not");
    }
}
