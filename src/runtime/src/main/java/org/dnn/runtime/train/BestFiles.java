package org.dnn.runtime.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.dnn.runtime.file.FileProblem;

/**
 * The models of the best epochs: {@code best-validation.accuracy-epoch-12.safetensors}, one for each, and
 * {@code best-validation.accuracy.safetensors}, a link to the very best; where the file system has no links, a copy.
 */
final class BestFiles {
    private static final String EXTENSION = ".safetensors";

    private final Path folder;
    private final Tensors tensors;
    private final Map<String, String> metadata;

    /** @param metadata what a saved model of this training says of itself */
    BestFiles(Path folder, Tensors tensors, Map<String, String> metadata) {
        this.folder = folder;
        this.tensors = tensors;
        this.metadata = metadata;
    }

    /** Keeps the model as it is now if it is among the best. A file goes only when its better is on the disk. */
    void offer(BestEpochs best, int epoch, double value) {
        if (best.offer(epoch, value)) {
            Map<String, String> said = new LinkedHashMap<>(metadata);
            said.put("epoch", Integer.toString(epoch));
            said.put(best.by().toString(), Double.toString(value));
            tensors.save(file(best, epoch), said);
            if (best.kept().getFirst().epoch() == epoch) {
                pointTo(best, epoch, said);
            }
            deleteOthers(best);
        }
    }

    /** Where the model of the very best epoch is. */
    static Path link(Path folder, BestEpochs best) {
        return folder.resolve("best-" + best.by() + EXTENSION);
    }

    private Path file(BestEpochs best, int epoch) {
        return folder.resolve(prefix(best) + epoch + EXTENSION);
    }

    private static String prefix(BestEpochs best) {
        return "best-" + best.by() + "-epoch-";
    }

    private void pointTo(BestEpochs best, int epoch, Map<String, String> said) {
        Path link = link(folder, best);
        Path beside = folder.resolve("." + link.getFileName());
        try {
            Files.deleteIfExists(beside);
            Files.createSymbolicLink(beside, file(best, epoch).getFileName());
            Files.move(beside, link, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | UnsupportedOperationException noLinksHere) {
            tensors.save(link, said);
        }
    }

    private void deleteOthers(BestEpochs best) {
        Set<Path> kept = best.kept().stream().map(k -> file(best, k.epoch())).collect(Collectors.toSet());
        try {
            for (Path file : files(prefix(best))) {
                if (!kept.contains(file)) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw FileProblem.cannotWrite(folder, e);
        }
    }

    private List<Path> files(String prefix) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(f -> f.getFileName().toString().startsWith(prefix)).toList();
        }
    }
}
