package org.dnn.runtime;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.dnn.runtime.cpu.Forms;
import org.dnn.runtime.cuda.Card;
import org.dnn.runtime.cuda.CudaLibrary;
import org.dnn.runtime.cuda.CudaMachine;
import org.dnn.runtime.data.DataDirectory;
import org.dnn.runtime.report.Opening;

/** Says what there is to train with: Java, vectors, memory, data, cards; what each lacks, and what mends it. */
public final class Doctor {
    private final List<String> lines = new ArrayList<>();

    private Doctor() {}

    /** What there is, a line each. */
    public static List<String> lines(DataDirectory data) {
        return lines(CudaMachine.look(), data);
    }

    static List<String> lines(CudaMachine cuda, DataDirectory data) {
        Doctor doctor = new Doctor();
        doctor.java();
        doctor.data(data.path().toAbsolutePath().normalize());
        doctor.driver(cuda);
        cuda.cards().forEach(doctor::card);
        doctor.library(cuda, CudaLibrary.CUBLAS, "products of matrices");
        doctor.library(cuda, CudaLibrary.NVRTC, "compiles kernels");
        return doctor.lines;
    }

    private void java() {
        say("JDK", Runtime.version() + " in " + System.getProperty("java.home"));
        say("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        say("form", Forms.described());
        say("memory", Opening.bytes(Runtime.getRuntime().maxMemory()) + " for training");
    }

    private void data(Path directory) {
        say("data", Files.isDirectory(directory)
                ? directory.toString()
                : directory + " is not there; where data are not beside the .dnn file, make it: mkdir -p " + directory);
    }

    private void driver(CudaMachine cuda) {
        if (!cuda.libraries().containsKey(CudaLibrary.DRIVER)) {
            say("driver", "none: " + CudaLibrary.DRIVER.files().getFirst()
                    + " is not there. A machine with an NVIDIA card gets it with its driver: sudo apt install nvidia-driver");
            return;
        }
        String serves = cuda.driverVersion() == 0
                ? "of NVIDIA"
                : "for CUDA up to " + CudaMachine.text(cuda.driverVersion());
        say("driver", cuda.problem().isEmpty()
                ? serves
                : serves + ", but " + cuda.problem() + "; nvidia-smi may say more, and a newer driver mend it: "
                        + "sudo apt install nvidia-driver");
    }

    private void card(Card card) {
        say("card " + card.number(), card.name() + ", " + card.architecture() + ", " + Opening.bytes(card.bytes())
                + (card.serves() ? "" : ", which is too old: sm_75 is needed"));
    }

    private void library(CudaMachine cuda, CudaLibrary library, String purpose) {
        String file = cuda.libraries().get(library);
        String name = library == CudaLibrary.CUBLAS ? "cuBLAS" : "NVRTC";
        say(name, file != null
                ? file + ", " + purpose
                : "none: " + library.missing()
                        + ". Only a card needs it: install CUDA 12 or 13, or add its folder to LD_LIBRARY_PATH");
    }

    private void say(String what, String text) {
        lines.add(String.format(java.util.Locale.ROOT, "%-11s %s", what, text));
    }
}
