package org.dnn.maven;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

import org.apache.maven.artifact.Artifact;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.apache.maven.toolchain.Toolchain;
import org.apache.maven.toolchain.ToolchainManager;

/** What all goals have in common. */
@SuppressWarnings("NullAway.Init") // Maven sets the parameters.
abstract class DnnMojo extends AbstractMojo {
    private static final String MAIN = "org.dnn.cli.Main";
    private static final String STACKTRACE = "dnn.stacktrace";

    private final ToolchainManager toolchains;

    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    private MavenSession session;

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    private MavenProject project;

    @Parameter(defaultValue = "${plugin}", readonly = true, required = true)
    private PluginDescriptor plugin;

    /**
     * Settings, named as on the command line but without {@code dnn.}; what is given there goes first. All there are:
     * {@code dnn help settings}.
     */
    @Parameter
    private Map<String, String> settings = Map.of();

    /** Where generated Java goes. */
    @Parameter(defaultValue = "${project.build.directory}/generated-sources/dnn", required = true)
    private File outputDirectory;

    /** Where is kept what saves work the next time. Two executions with different sources need two of them. */
    @Parameter(defaultValue = "${project.build.directory}/dnn", required = true)
    private File workDirectory;

    DnnMojo(ToolchainManager toolchains) {
        this.toolchains = toolchains;
    }

    MavenProject project() {
        return project;
    }

    File outputDirectory() {
        return outputDirectory;
    }

    /** Where the command is started: what relative paths in settings start from. */
    Path folder() {
        return project.getBasedir().toPath();
    }

    SortedMap<String, String> givenSettings() {
        SortedMap<String, String> given = GivenSettings.of(project.getProperties(), settings,
                session.getSystemProperties(), session.getUserProperties());
        if (session.getRequest().isShowErrors()) {
            given.putIfAbsent(STACKTRACE, "true");
        }
        return given;
    }

    Command command() throws MojoFailureException {
        List<Path> classPath = plugin.getArtifacts().stream().map(Artifact::getFile).map(File::toPath).toList();
        return new Command(java(), classPath, MAIN, outputDirectory.toPath(), workDirectory.toPath(),
                givenSettings());
    }

    private String java() throws MojoFailureException {
        Toolchain chosen = toolchains.getToolchainFromBuildContext("jdk", session);
        return JavaProgram.find(chosen == null ? null : chosen.findTool("java"),
                Path.of(System.getProperty("java.home")));
    }
}
