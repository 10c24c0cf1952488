package org.dnn.runtime.cpu;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.dnn.runtime.Problem;
import org.dnn.runtime.x86.MachineCode;
import org.jspecify.annotations.Nullable;

/**
 * Which form runs in this JVM: the Vector API's where its module is present and the machine has vectors of 8 or 16
 * floats, with products and windows in machine code where that can be called; plain Java otherwise. The system property
 * {@code dnn.form} overrules: {@code plain}, {@code vector} for the Vector API alone, or {@code machine}.
 */
public final class Forms {
    private static final String PROPERTY = "dnn.form";
    private static final String MODULE = "jdk.incubator.vector";

    private static @Nullable Products chosen;

    private Forms() {}

    /**
     * Whether the vector form runs here, and generated code should load its own.
     *
     * @throws Problem if the property {@code dnn.form} asks for what is not there
     */
    public static boolean vector() {
        String asked = System.getProperty(PROPERTY, "");
        return switch (asked) {
            case "" -> modulePresent() && VectorProducts.lanesServe();
            case "plain" -> false;
            case "vector", "machine" -> {
                requireVector(asked);
                yield true;
            }
            default -> throw new Problem(
                    PROPERTY + "=" + asked + " is not a form: the forms are plain, vector and machine.");
        };
    }

    /**
     * The forms of a training's programs, where it is the same from the first step on: the first that can be had. Machine code that
     * was not asked for may turn out not to be.
     *
     * @param hasMachineForm whether they can be machine code
     * @throws Problem if the property {@code dnn.form} asks for what is not there
     */
    static List<Form> forms(boolean hasMachineForm) {
        if (!vector()) {
            return List.of(Form.PLAIN);
        }
        if (hasMachineForm && machineAsked()) {
            return List.of(Form.MACHINE);
        }
        return hasMachineForm && patient() && MachinePanel.whyNot().isEmpty()
                ? List.of(Form.MACHINE, Form.VECTORS)
                : List.of(Form.VECTORS);
    }

    /** Whether the vector form was not asked for but chosen, and may wait until it is the faster one. */
    public static boolean patient() {
        return System.getProperty(PROPERTY) == null;
    }

    /**
     * The products of this JVM's form, made once. Where the vector form was not asked for but chosen, the
     * first tenth of a second of work runs in plain loops, since vector loops are slow until they are compiled; machine
     * code takes over as soon as it is made.
     *
     * @throws Problem if the property {@code dnn.form} asks for what is not there
     */
    public static synchronized Products products() {
        Products products = chosen;
        if (products == null) {
            products = vector() ? vectorProducts() : new PlainProducts();
            chosen = products;
        }
        return products;
    }

    /**
     * Begins, on a thread of its own, to make the machine code that a training is going to call, where it may be called. Most of
     * that is the start of Java's foreign functions, which can take place while the data are read, if there is a processor for it.
     *
     * @param inStrips whether its programs work in strips
     * @param programs the classes of those in machine code
     */
    static void begin(boolean inStrips, List<Class<? extends CpuProgram>> programs) {
        if (!patient() || !vector() || !MachinePanel.whyNot().isEmpty()
                || Runtime.getRuntime().availableProcessors() == 1) {
            return;
        }
        MachineCalls.beside(() -> {
            if (inStrips) {
                MachineStrip.make();
            } else if (products() instanceof VectorProducts products) {
                products.make();
            }
            programs.forEach(Forms::load);
        });
    }

    /** Has a class loaded, and so its machine code made. Where that fails, it fails again for whoever needs it. */
    private static void load(Class<? extends CpuProgram> program) {
        try {
            Class.forName(program.getName(), true, program.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The products that a program in this form calls.
     *
     * @param inStrips whether it works in strips
     * @throws IllegalStateException if it is machine code, and there is none here
     */
    static Products products(Form form, boolean inStrips) {
        return switch (form) {
            case PLAIN -> new PlainProducts();
            case VECTORS -> products();
            case MACHINE -> machineAsked() || !inStrips
                    ? products()
                    : VectorProducts.patient(
                            MachineStrip.make().orElseThrow(() -> new IllegalStateException(whyNoMachineCode())));
        };
    }

    private static Products vectorProducts() {
        if (patient()) {
            return VectorProducts.patient();
        }
        if (!machineAsked()) {
            return new VectorProducts();
        }
        return VectorProducts.machine().orElseThrow(() -> new Problem(
                PROPERTY + "=machine has no machine code here: " + whyNoMachineCode() + "."));
    }

    private static boolean machineAsked() {
        return System.getProperty(PROPERTY, "").equals("machine");
    }

    /** Which form runs, and why where it is the slower one. */
    public static String described() {
        return vector() ? "vectors of " + VectorForm.lanes() + machineCode() : "plain form" + whyPlain();
    }

    private static String machineCode() {
        if (!MachineCode.madeForThisSystem() || !(patient() || machineAsked())) {
            return "";
        }
        return VectorProducts.machine().isPresent()
                ? ", large products in machine code"
                : ", large products slower than in machine code by a " + (VectorForm.lanes() == 8 ? "third" : "tenth")
                        + ": " + whyNoMachineCode();
    }

    private static String whyNoMachineCode() {
        String why = MachinePanel.whyNot();
        return why.isEmpty() ? "this system lets no memory be executed that was written" : why;
    }

    /** Why the plain form runs, and what it costs, where nobody asked for it; else "". */
    static String whyPlain() {
        if (!patient()) {
            return "";
        }
        if (!modulePresent()) {
            return ", several times slower than vectors: start Java with --add-modules " + MODULE;
        }
        return ", several times slower than vectors: this machine, or a setting of the JVM, has none of 8 or 16 floats"
                + (hasFusedMultiplyAdd()
                        ? ""
                        : "; and it has no fused multiply-add, without which Java's is some"
                                + " hundred times slower");
    }

    private static boolean hasFusedMultiplyAdd() {
        HotSpotDiagnosticMXBean flags = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        return flags == null || !flags.getVMOption("UseFMA").getValue().equals("false");
    }

    private static boolean modulePresent() {
        return ModuleLayer.boot().findModule(MODULE).isPresent();
    }

    private static void requireVector(String asked) {
        if (!modulePresent()) {
            throw new Problem(PROPERTY + "=" + asked + " needs the module " + MODULE
                    + ": start Java with --add-modules " + MODULE + ".");
        }
        if (!VectorProducts.lanesServe()) {
            throw new Problem(PROPERTY + "=" + asked + " needs vectors of 8 or 16 floats, which this machine"
                    + " or this setting of the JVM does not have.");
        }
    }
}
