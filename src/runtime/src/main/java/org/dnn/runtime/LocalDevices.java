package org.dnn.runtime;

import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dnn.runtime.cpu.CpuDevice;
import org.dnn.runtime.cpu.CpuTraining;
import org.dnn.runtime.cpu.Forms;
import org.dnn.runtime.cuda.CudaDevice;
import org.dnn.runtime.cuda.CudaMachine;
import org.dnn.runtime.cuda.CudaTraining;
import org.dnn.runtime.device.Device;
import org.dnn.runtime.train.Devices;
import org.dnn.runtime.train.TrainingProgram;

/** The devices of this machine. The only place that names them. */
public final class LocalDevices implements Devices {
    private static final String DEVICE = "dnn.device";
    private static final Pattern CUDA = Pattern.compile("cuda(?:\\((\\d{1,3})\\)|:(\\d{1,3}))?");
    private static final String CPU = "cpu";
    private static final String AUTO = "auto";

    /** Begins what a training on the CPU has to wait for, beside the reading of its data; for one that may get there. */
    public void prepare(TrainingProgram program) {
        if (program instanceof CpuTraining training && !CUDA.matcher(asked(program)).matches()) {
            CpuDevice.prepare(training);
        }
    }

    /**
     * Whether a JVM that trains needs the Vector API's module.
     *
     * @param form          of the CPU's kernels that is asked for, if one is
     * @param inMachineCode whether all of them have a form in machine code
     */
    static boolean needVectorApi(Optional<String> form, boolean inMachineCode) {
        return Forms.needVectorApi(form, inMachineCode);
    }

    private static String asked(TrainingProgram program) {
        String given = System.getProperty(DEVICE);
        return given != null ? given : program.setup().device();
    }

    /**
     * The device that the train block names, or {@code -Ddnn.device} instead. {@code auto} is a GPU where there is one that has
     * room, else the CPU, which says why.
     */
    @Override
    public Device choose(TrainingProgram program, int threads, int rows,
            Function<Device, Optional<String>> lacks) {
        String asked = asked(program);
        if (asked.equals(CPU)) {
            return cpu(program, threads, rows, "");
        }
        Matcher cuda = CUDA.matcher(asked);
        if (!asked.equals(AUTO) && !cuda.matches()) {
            throw new Problem("-D" + DEVICE + "=" + asked + ": a device is auto, cpu, cuda, or cuda(1) for card 1");
        }
        if (!(program instanceof CudaTraining training)) {
            if (!asked.equals(AUTO)) {
                throw new Problem(
                        program.setup().name() + " was compiled with device: cpu, and has no programs for a GPU; "
                                + "write device: auto in " + program.setup().source());
            }
            return cpu(program, threads, rows, "");
        }
        if (asked.equals(AUTO)) {
            CudaMachine machine = CudaMachine.glance();
            Optional<String> why = machine.unusable(Optional.empty());
            if (why.isEmpty()) {
                CudaDevice gpu = new CudaDevice(training, machine, machine.firstThatServes(),
                        program.setup().precision(), System.out::println);
                why = lacks.apply(gpu);
                if (why.isEmpty()) {
                    return gpu;
                }
                gpu.leave();
            }
            return cpu(program, threads, rows, "no GPU: " + why.get());
        }
        return gpu(program, training, asked, cuda.group(1) != null ? cuda.group(1) : cuda.group(2));
    }

    private Device gpu(TrainingProgram program, CudaTraining training, String asked, String number) {
        Optional<Integer> card = Optional.ofNullable(number).map(Integer::valueOf);
        CudaMachine machine = CudaMachine.look();
        machine.unusable(card).ifPresent(why -> {
            throw new Problem(program.setup().name() + " is to run on device " + asked + ", but " + why
                    + "; dnn:doctor says more, and -Ddnn.device=auto takes the CPU where there is no GPU");
        });
        return new CudaDevice(training, machine, card.map(machine.cards()::get).orElseGet(machine::firstThatServes),
                program.setup().precision(), System.out::println);
    }

    private static Device cpu(TrainingProgram program, int threads, int rows, String why) {
        if (!(program instanceof CpuTraining training)) {
            throw new Problem(program.setup().name() + " was compiled without programs for the CPU; generate it anew");
        }
        return new CpuDevice(training, program.setup().arena(), CpuDevice.threads(threads, training, rows), why);
    }
}
