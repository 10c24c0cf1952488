package org.dnn.runtime.cpu;

import java.util.List;

/** The programs of a train block on the CPU; generated train blocks implement it. */
public interface CpuTraining {
    /**
     * One training step.
     *
     * @param form which is wanted: {@link Form#VECTORS} where the JVM has the Vector API, {@link Form#MACHINE} where
     *             {@link #hasMachineForm} says so and machine code can be called
     */
    CpuProgram step(CpuMemory place, Form form);

    /** Loss and metrics of a batch. */
    CpuProgram evaluation(CpuMemory place, Form form);

    /** Whether the programs have the form in machine code. */
    default boolean hasMachineForm() {
        return !machineForms().isEmpty();
    }

    /** The classes of the programs in machine code, which is made when they are loaded; none where there is no such form. */
    default List<Class<? extends CpuProgram>> machineForms() {
        return List.of();
    }

    /** Multiply-adds of a step for each row, where the programs work in strips; else 0. */
    default long stripWork() {
        return 0;
    }
}
