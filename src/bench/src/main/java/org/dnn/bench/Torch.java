package org.dnn.bench;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** PyTorch, in the variant that is fastest here: found for each network by a short training of each. */
final class Torch implements Peer {
    /**
     * How PyTorch is started.
     *
     * @param threads     of PyTorch itself
     * @param environment what OpenBLAS is told, of which PyTorch knows nothing
     */
    private record Variant(int threads, Map<String, String> environment) {}

    private final Path root;
    private final Path data;
    private final String python;
    private final Map<String, Variant> fastest = new HashMap<>();

    /** @param python a Python that has PyTorch */
    Torch(Path root, Path data, String python) {
        this.root = root;
        this.data = data;
        this.python = python;
    }

    @Override
    public String name() {
        return "PyTorch " + Ended.run(List.of(python, "-c", "import torch; print(torch.__version__)"), root).lastLine();
    }

    @Override
    public Measurement train(Network network, int epochs) {
        return train(network, fastest.computeIfAbsent(network.peer(), _ -> fastest(network)), epochs);
    }

    private Variant fastest(Network network) {
        Variant best = new Variant(1, Map.of());
        double least = Double.POSITIVE_INFINITY;
        for (Variant variant : variants()) {
            double seconds = train(network, variant, Math.max(4, network.epochs() / 10)).epochSeconds();
            if (seconds < least) {
                best = variant;
                least = seconds;
            }
        }
        return best;
    }

    /** One thread or all, in PyTorch and in OpenBLAS; and OpenBLAS's newest kernels, which it does not choose on processors that it does not know. */
    private static List<Variant> variants() {
        String all = Integer.toString(Runtime.getRuntime().availableProcessors());
        List<Variant> variants = new ArrayList<>();
        for (Map<String, String> kernels : Machine.hasAvx512()
                ? List.of(Map.<String, String>of(), Map.of("OPENBLAS_CORETYPE", "SKYLAKEX"))
                : List.of(Map.<String, String>of())) {
            for (String blas : List.of("1", all)) {
                Map<String, String> environment = new HashMap<>(kernels);
                environment.put("OPENBLAS_NUM_THREADS", blas);
                variants.add(new Variant(1, environment));
                variants.add(new Variant(Integer.parseInt(all), environment));
            }
        }
        return variants;
    }

    private Measurement train(Network network, Variant variant, int epochs) {
        Ended process = Ended.run(List.of(python, root.resolve("src/bench/src/main/python/torch_peer.py").toString(),
                network.peer(), Integer.toString(epochs), Integer.toString(variant.threads()), data.toString()), root,
                variant.environment());
        JsonObject said = said(process);
        return Measurement.of(seconds(said), process, said.get("accuracy").getAsDouble());
    }

    /** What the peer's script ended with. */
    static JsonObject said(Ended process) {
        return JsonParser.parseString(process.lastLine()).getAsJsonObject();
    }

    /** The seconds of each of its epochs. */
    static List<Double> seconds(JsonObject said) {
        return said.getAsJsonArray("seconds").asList().stream().map(JsonElement::getAsDouble).toList();
    }
}
