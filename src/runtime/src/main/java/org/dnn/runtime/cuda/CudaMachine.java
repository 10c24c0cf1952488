package org.dnn.runtime.cuda;

import java.lang.foreign.Arena;
import java.util.ArrayList;
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

    public CudaMachine {
        cards = List.copyOf(cards);
        libraries = Map.copyOf(libraries);
    }

    /** Looks at the machine. */
    public static CudaMachine look() {
        Map<CudaLibrary, String> libraries = new EnumMap<>(CudaLibrary.class);
        for (CudaLibrary library : CudaLibrary.values()) {
            library.found().ifPresent(file -> libraries.put(library, file));
        }
        int version = 0;
        List<Card> cards = new ArrayList<>();
        String problem;
        try (Arena arena = Arena.ofConfined()) {
            Optional<DriverCalls> driver = CudaLibrary.in(CudaLibrary.DRIVER.files().getFirst(), arena)
                    .map(found -> new DriverCalls(found, arena));
            if (driver.isEmpty()) {
                problem = "there is no driver";
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

    /** Of CUDA, as people write it. */
    public static String text(int version) {
        return version / 1000 + "." + version % 1000 / 10;
    }
}
