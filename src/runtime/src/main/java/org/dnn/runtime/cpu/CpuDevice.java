package org.dnn.runtime.cpu;

import java.util.List;
import java.util.Map;
import org.dnn.runtime.data.Column;
import org.dnn.runtime.device.ArenaSetup;
import org.dnn.runtime.device.Device;
import org.dnn.runtime.device.Session;

/**
 * The processors of this machine.
 *
 * @param why no other device was taken, as in {@code no GPU: there is no driver}; "" where none was looked for
 */
public record CpuDevice(CpuTraining programs, ArenaSetup arena, int threads, String why) implements Device {
    /** What is new lies in a part of the heap of its own, in which no large array fits. */
    private static final long MOST_FOR_WHAT_IS_NEW = 256L << 20;

    /** Begins to make ready what a training would have to wait for later. */
    public static void prepare(CpuTraining programs) {
        boolean inStrips = programs.stripWork() > 0;
        if (!inStrips || programs.hasMachineForm()) {
            Forms.begin(inStrips, programs.machineForms());
        }
    }

    /**
     * How many threads a training works with.
     *
     * @param wanted by the user; 0 for as many as pay
     * @param rows   of a step, or of an evaluation
     */
    public static int threads(int wanted, CpuTraining programs, int rows) {
        long work = programs.stripWork();
        int worth = work == 0 ? Integer.MAX_VALUE : Strips.members(rows, work);
        return wanted > 0 ? wanted : Math.min(worth, Math.min(2, Runtime.getRuntime().availableProcessors()));
    }

    @Override
    public long dataBytes(int batch, Map<String, Column> columns) {
        return columns.values().stream().mapToLong(Column::bytes).sum();
    }

    @Override
    public long workspaceBytes(int batch, Map<String, Column> columns) {
        return 0;
    }

    @Override
    public long roomBytes() {
        long all = Runtime.getRuntime().maxMemory();
        return all - Math.min(MOST_FOR_WHAT_IS_NEW, all / 3);
    }

    @Override
    public String has(String bytes) {
        return "this JVM has " + bytes + " for large arrays";
    }

    @Override
    public String end() {
        return "a Java array ends at 8 GiB";
    }

    @Override
    public Session open(Map<String, Column> columns, int batch, long steps, long seed) {
        List<Form> forms = Forms.forms(programs.hasMachineForm());
        return Forms.patient() && programs.stripWork() > 0 && forms.getFirst() != Form.PLAIN
                ? CpuSession.patient(programs, arena, columns, batch, steps, seed, threads, forms, why)
                : new CpuSession(programs, arena, columns, batch, seed, threads, forms, why);
    }
}
