package org.dnn.runtime;

import java.util.Map;

import org.dnn.runtime.cpu.CpuSession;
import org.dnn.runtime.cpu.CpuTraining;
import org.dnn.runtime.cpu.Forms;
import org.dnn.runtime.cpu.Strips;
import org.dnn.runtime.data.Column;
import org.dnn.runtime.device.Session;
import org.dnn.runtime.train.Devices;
import org.dnn.runtime.train.TrainingProgram;

/** The devices of this machine. The only place that names them. */
public final class LocalDevices implements Devices {
    private static final String DEVICE = "dnn.device";

    @Override
    public int threads(int wanted, TrainingProgram program, int rows) {
        long work = program instanceof CpuTraining training ? training.stripWork() : 0;
        int worth = work == 0 ? Integer.MAX_VALUE : Strips.members(rows, work);
        return wanted > 0 ? wanted : Math.min(worth, Math.min(2, Runtime.getRuntime().availableProcessors()));
    }

    @Override
    public Session open(TrainingProgram program, Map<String, Column> columns, int batch, long steps, long seed,
            int threads) {
        String asked = System.getProperty(DEVICE, "auto");
        if (!asked.equals("auto") && !asked.equals("cpu")) {
            throw new Problem("-D" + DEVICE + "=" + asked + ": there are programs for the CPU alone; use auto or cpu");
        }
        if (!(program instanceof CpuTraining training)) {
            throw new Problem(program.setup().name() + " was compiled without programs for the CPU; generate it anew");
        }
        boolean vectors = Forms.vector();
        return vectors && Forms.patient() && training.stripWork() > 0
                ? CpuSession.patient(training, program.setup().arena(), columns, batch, steps, seed, threads)
                : new CpuSession(training, program.setup().arena(), columns, batch, seed, threads, vectors);
    }
}
