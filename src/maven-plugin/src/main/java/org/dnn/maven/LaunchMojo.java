package org.dnn.maven;

import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.toolchain.ToolchainManager;

/** Runs a train block in a JVM of its own, on Maven's console, so that a line of progress can be drawn again there. */
abstract class LaunchMojo extends DnnMojo {
    private static final String TRAIN = "dnn.train";
    private static final int REQUIREMENT = 3;
    private static final int INTERRUPTED = 130;

    /**
     * Does nothing where no train block is named with {@code dnn.train}: so the goal can be bound to a phase of every
     * build, and train only when it is told to.
     */
    @Parameter(defaultValue = "false")
    private boolean skipIfUnset;

    private final String verb;

    LaunchMojo(ToolchainManager toolchains, String verb) {
        super(toolchains);
        this.verb = verb;
    }

    @Override
    public final void execute() throws MojoFailureException, MojoExecutionException {
        String train = givenSettings().get(TRAIN);
        if (train == null && skipIfUnset) {
            getLog().debug("no " + TRAIN + ": nothing to " + verb);
            return;
        }
        Conversation conversation = new Conversation(getLog());
        conversation.run(command().line(verb, "--print-command"), folder());
        int code = ChildProcess.onConsole(conversation.command(), folder());
        if (code != 0) {
            throw new MojoFailureException("dnn:" + verb + " of " + train + " " + switch (code) {
                case REQUIREMENT -> "does not meet what the train block requires; the numbers stand above";
                case INTERRUPTED -> "was interrupted";
                default -> "ended with code " + code + "; why stands above";
            });
        }
    }
}
