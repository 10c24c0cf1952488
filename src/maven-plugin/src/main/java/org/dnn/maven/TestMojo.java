package org.dnn.maven;

import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Execute;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.toolchain.ToolchainManager;

/**
 * Evaluates a saved model of the train block that {@code -Ddnn.train=NAME} names, on its test split: the latest, or
 * the one that {@code -Ddnn.weights=FILE} names.
 */
@Execute(phase = LifecyclePhase.VALIDATE) // There the build chooses its JDK.
@Mojo(name = "test", defaultPhase = LifecyclePhase.VERIFY, threadSafe = true)
public final class TestMojo extends LaunchMojo {
    @Inject
    TestMojo(ToolchainManager toolchains) {
        super(toolchains, "test");
    }
}
