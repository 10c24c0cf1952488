package org.dnn.cli;

import java.nio.file.Path;
import java.util.List;

import org.dnn.runtime.data.DataDirectory;
import org.dnn.runtime.report.RunFolder;

/**
 * What the command is to work on. All paths are absolute.
 *
 * @param here   what relative paths in settings start from: the folder that the command was started in
 * @param output where generated Java goes
 * @param work   what is kept between two runs
 */
record Job(Path here, Settings settings, Path output, Path work) {
    private static final String USUAL_SOURCES = "src/main/dnn";

    Path sourceDirectory() {
        return path(Setting.SOURCE_DIRECTORY, USUAL_SOURCES);
    }

    /** Whether somebody said where the sources are, so that they must be there. */
    boolean namesSources() {
        return settings.get(Setting.SOURCE_DIRECTORY).isPresent();
    }

    DataDirectory dataDirectory() {
        return DataDirectory.of(settings.get(Setting.DATA).map(here::resolve).map(Path::toString).orElse(null));
    }

    Path runs() {
        return path(Setting.RUNS, RunFolder.ROOT);
    }

    /** A path as people like to read it: from here, where it lies below; {@code .} for here itself. */
    String shown(Path path) {
        if (path.equals(here)) {
            return ".";
        }
        return path.startsWith(here) ? here.relativize(path).toString() : path.toString();
    }

    /** The same with one more setting, or another value for it. */
    Job with(Setting setting, String value) {
        return new Job(here, settings.with(setting, value), output, work);
    }

    List<String> dumpedStages() {
        return settings.list(Setting.DUMP);
    }

    private Path path(Setting setting, String usual) {
        return here.resolve(settings.get(setting).orElse(usual)).normalize();
    }
}
