package org.dnn.runtime.cpu;

/** The programs of a train block on the CPU; generated train blocks implement it. */
public interface CpuTraining {
    /**
     * One training step.
     *
     * @param vectors whether the form with vectors is wanted; the JVM has the Vector API then
     */
    CpuProgram step(CpuMemory place, boolean vectors);

    /** Loss and metrics of a batch. */
    CpuProgram evaluation(CpuMemory place, boolean vectors);

    /** Multiply-adds of a step for each row, where the programs work in strips; else 0. */
    default long stripWork() {
        return 0;
    }
}
