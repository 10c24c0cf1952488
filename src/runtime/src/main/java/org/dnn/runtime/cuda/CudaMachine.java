package org.dnn.runtime.cuda;

import java.io.File;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What this machine has of CUDA.
 *
 * @param driverVersion the newest CUDA that the driver serves, 12060 for 12.6; 0 where there is no driver
 * @param problem       why no card can be used, as a sentence without a capital and a full stop; "" where one can
 * @param cards         those that the driver knows
 * @param libraries     the file names under which the libraries load; those that do not are not there
 */
public record CudaMachine(int driverVersion, String problem, List<Card> cards, Map<CudaLibrary, String> libraries) {
    /** The oldest driver whose functions are called: that of CUDA 12.0. */
    private static final int OLDEST_DRIVER = 12000;
    private static final String NO_DRIVER = "there is no driver";
    /** One of them is there where Linux has a driver for NVIDIA's cards: on a machine, in Windows' Linux, on a board. */
    private static final List<String> FILES = List.of("/dev/nvidiactl", "/proc/driver/nvidia", "/dev/dxg",
            "/dev/nvmap");

    public CudaMachine {
        cards = List.copyOf(cards);
        libraries = Map.copyOf(libraries);
    }

    /** Nothing, where not even the driver's files are there; else all. It costs nothing where there is no card. */
    public static CudaMachine glance() {
        boolean files = FILES.stream().anyMatch(f -> Files.exists(Path.of(f)));
        String path = System.getenv().getOrDefault("LD_LIBRARY_PATH", "");
        boolean library = Arrays.stream(path.split(File.pathSeparator, -1)).filter(f -> !f.isEmpty())
                .anyMatch(f -> Files.exists(Path.of(f, CudaLibrary.DRIVER.files().getFirst())));
        return files || library ? look() : new CudaMachine(0, NO_DRIVER, List.of(), Map.of());
    }

    /** Looks at the machine. */
    public static CudaMachine look() {
        int version = 0;
        List<Card> cards = new ArrayList<>();
        String problem;
        try (Arena arena = Arena.ofConfined()) {
            Optional<DriverCalls> driver = ForeignLibrary.of(CudaLibrary.DRIVER.files().getFirst())
                    .map(found -> new DriverCalls(found, arena));
            if (driver.isEmpty()) {
                problem = NO_DRIVER;
            } else {
                version = driver.get().version();
                driver.get().initialise();
                int count = driver.get().cards();
                for (int i = 0; i < count; i++) {
                    cards.add(driver.get().card(i));
                }
                problem = problem(version, cards);
            }
        } catch (DriverCalls.Refused refused) {
            problem = String.valueOf(refused.getMessage());
        }
        Map<CudaLibrary, String> libraries = new EnumMap<>(CudaLibrary.class);
        for (CudaLibrary library : CudaLibrary.values()) {
            library.found(version == 0 ? Integer.MAX_VALUE : version).ifPresent(file -> libraries.put(library, file));
        }
        return new CudaMachine(version, problem, cards, libraries);
    }

    private static String problem(int version, List<Card> cards) {
        if (version < OLDEST_DRIVER) {
            return "the driver serves CUDA " + text(version) + ", and " + text(OLDEST_DRIVER) + " is needed";
        }
        if (cards.isEmpty()) {
            return "the driver knows no card";
        }
        return cards.stream().anyMatch(Card::serves) ? "" : "no card is of an architecture from sm_75 on";
    }

    /**
     * Why no training can run on a card, or on one of them, as a sentence without a capital and a full stop.
     *
     * @param number of the card; any that serves if it is empty
     */
    public Optional<String> unusable(Optional<Integer> number) {
        if (!problem.isEmpty()) {
            return Optional.of(problem);
        }
        if (number.isPresent() && number.get() >= cards.size()) {
            return Optional.of("the driver knows " + (cards.size() == 1 ? "one card" : cards.size() + " cards")
                    + ", of which the first is number 0");
        }
        if (number.isPresent() && !cards.get(number.get()).serves()) {
            return Optional.of(cards.get(number.get()).name() + " is of the architecture "
                    + cards.get(number.get()).architecture() + ", and sm_75 or a later one is needed");
        }
        return libraries.containsKey(CudaLibrary.NVRTC)
                ? CudaContext.unusable()
                : Optional.of(CudaLibrary.NVRTC.missing());
    }

    /** The card that is taken where none is named. */
    public Card firstThatServes() {
        return cards.stream().filter(Card::serves).findFirst()
                .orElseThrow(() -> new IllegalStateException("no card serves"));
    }

    /** The file name under which a library loads. */
    String library(CudaLibrary library) {
        return Optional.ofNullable(libraries.get(library))
                .orElseThrow(() -> new IllegalStateException(library.missing()));
    }

    /** Of CUDA, as people write it. */
    public static String text(int version) {
        return version / 1000 + "." + version % 1000 / 10;
    }
}
