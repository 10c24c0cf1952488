package org.dnn.maven;

import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Execute;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.toolchain.ToolchainManager;

/** Trains the train block that {@code -Ddnn.train=NAME} names. Needs no build before. */
@Execute(phase = LifecyclePhase.VALIDATE) // There the build chooses its JDK.
@Mojo(name = "train", defaultPhase = LifecyclePhase.VERIFY, threadSafe = true)
public final class TrainMojo extends LaunchMojo {
    @Inject
    TrainMojo(ToolchainManager toolchains) {
        super(toolchains, "train");
    }
}
