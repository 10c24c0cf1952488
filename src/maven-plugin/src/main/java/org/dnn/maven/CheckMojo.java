package org.dnn.maven;

import javax.inject.Inject;

import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Execute;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.toolchain.ToolchainManager;

/** Says what is wrong with the {@code .dnn} files in {@code src/main/dnn}, and writes nothing. */
@Execute(phase = LifecyclePhase.VALIDATE) // There the build chooses its JDK.
@Mojo(name = "check", threadSafe = true)
public final class CheckMojo extends DnnMojo {
    @Inject
    CheckMojo(ToolchainManager toolchains) {
        super(toolchains);
    }

    @Override
    public void execute() throws MojoFailureException, MojoExecutionException {
        new Conversation(getLog()).run(command().line("check"), folder());
    }
}
