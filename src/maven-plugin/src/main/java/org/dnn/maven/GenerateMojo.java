package org.dnn.maven;

import javax.inject.Inject;

import org.apache.maven.model.Resource;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.toolchain.ToolchainManager;

/**
 * Writes the Java that the {@code .dnn} files in {@code src/main/dnn} become, and adds it to what is compiled; kernels for a GPU
 * are put beside the classes. Does nothing where nothing has changed.
 */
@Mojo(name = "generate", defaultPhase = LifecyclePhase.GENERATE_SOURCES, threadSafe = true)
public final class GenerateMojo extends DnnMojo {
    @Inject
    GenerateMojo(ToolchainManager toolchains) {
        super(toolchains);
    }

    @Override
    public void execute() throws MojoFailureException, MojoExecutionException {
        new Conversation(getLog()).run(command().line("generate"), folder());
        project().addCompileSourceRoot(outputDirectory().getPath());
        Resource kernels = new Resource();
        kernels.setDirectory(outputDirectory().getPath());
        kernels.addInclude("**/*.cu");
        project().addResource(kernels);
    }
}
