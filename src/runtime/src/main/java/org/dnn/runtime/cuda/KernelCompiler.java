package org.dnn.runtime.cuda;

/** Makes machine code of CUDA C. */
interface KernelCompiler {
    /** What tells its results from another's: name and version. */
    String identity();

    /**
     * @param name   of the source, for messages
     * @param header what it includes, under its name
     * @return what the driver loads
     * @throws org.dnn.runtime.Problem with the compiler's words if it refuses
     */
    byte[] compile(String name, String source, String headerName, String header, Card card);
}
