package org.dnn.runtime.data;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The four files of handwritten digits by LeCun, Cortes and Burges: 60,000 images of 28 × 28 to train on, 10,000 to
 * test, a label from 0 to 9 for each.
 */
public final class Mnist {
    public static final RemoteFile TRAIN_IMAGES = file("train-images-idx3-ubyte.gz",
            "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609");
    public static final RemoteFile TRAIN_LABELS = file("train-labels-idx1-ubyte.gz",
            "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c");
    public static final RemoteFile TEST_IMAGES = file("t10k-images-idx3-ubyte.gz",
            "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6");
    public static final RemoteFile TEST_LABELS = file("t10k-labels-idx1-ubyte.gz",
            "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6");

    public static final List<RemoteFile> FILES = List.of(TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS);

    private Mnist() {}

    /**
     * The four files in the order of {@link #FILES}: each from beside the {@code .dnn} file if it lies there, else from
     * the data directory, where it is fetched if it is missing.
     *
     * @param beside   the directory of the {@code .dnn} file
     * @param progress is told what is fetched from where, a line at a time
     * @throws org.dnn.runtime.Problem if one is missing and cannot be fetched
     */
    public static List<Path> files(DataDirectory data, Path beside, Consumer<String> progress) {
        Download download = new Download(data.path(), Download.USUAL_PATIENCE, progress);
        return FILES.stream().map(file -> {
            Path near = beside.resolve(file.name());
            return Files.exists(near) ? near : download.fetch(List.of(file)).getFirst();
        }).toList();
    }

    private static RemoteFile file(String name, String sha256) {
        List<URI> mirrors = Stream
                .of("https://storage.googleapis.com/cvdf-datasets/mnist/",
                        "https://ossci-datasets.s3.amazonaws.com/mnist/", "https://yann.lecun.com/exdb/mnist/")
                .map(folder -> URI.create(folder + name)).toList();
        return new RemoteFile(name, mirrors, sha256);
    }
}
