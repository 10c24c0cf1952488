package org.dnn.maven;

import javax.inject.Inject;

import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Execute;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.toolchain.ToolchainManager;

/** Says what there is to train with: JDK, vectors, memory, data, driver, cards and libraries, and what each lacks. */
@Execute(phase = LifecyclePhase.VALIDATE) // There the build chooses its JDK.
@Mojo(name = "doctor", threadSafe = true)
public final class DoctorMojo extends DnnMojo {
    @Inject
    DoctorMojo(ToolchainManager toolchains) {
        super(toolchains);
    }

    @Override
    public void execute() throws MojoFailureException, MojoExecutionException {
        Conversation conversation = new Conversation(getLog());
        conversation.run(command().line("doctor", "--print-command"), folder());
        int code = ChildProcess.onConsole(conversation.command(), folder());
        if (code != 0) {
            throw new MojoFailureException("dnn:doctor ended with code " + code + "; why stands above");
        }
    }
}
