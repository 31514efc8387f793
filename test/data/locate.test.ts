import { describe, expect, test } from "vitest";
import { locateAnywhere, locateIn, MissingFile } from "../../src/data/locate.ts";
import { userError } from "./data-of.ts";
import { memoryHost } from "./memory-host.ts";

const host = memoryHost({
  "iris.csv": "in the working directory",
  "models/iris.csv": "beside the model",
  "models/data/pima.csv": "below the model",
  "other/wells.csv": "",
  "/elsewhere/secret.csv": "",
  "/project-too/trap.csv": "",
});

describe("a data path", () => {
  test.each([
    ["iris.csv", "/project/models/iris.csv"],
    ["data/pima.csv", "/project/models/data/pima.csv"],
    ["models/data/pima.csv", "/project/models/data/pima.csv"],
    ["../other/wells.csv", "/project/other/wells.csv"],
    ["/project/other/wells.csv", "/project/other/wells.csv"],
  ])("%s is found beside the model file, else in the working directory", async (written, path) => {
    const locate = locateIn(host, { modelFolder: "models" });
    expect(await locate(written)).toMatchObject({ written, path });
  });

  test.each(["/elsewhere/secret.csv", "../../elsewhere/secret.csv", "../../project-too/trap.csv"])(
    "%s stays outside, unless paths are allowed",
    async (written) => {
      const error = await userError(locateIn(host, { modelFolder: "models" })(written));
      expect(error.message).toBe(
        `"${written}" lies outside the model file's folder and the working directory`,
      );
      expect(error.help).toContain("--allow-path");
      expect(error).not.toBeInstanceOf(MissingFile);
    },
  );

  test("may lead anywhere where a person gives it", async () => {
    expect(await locateAnywhere(host)("/elsewhere/secret.csv")).toMatchObject({
      path: "/elsewhere/secret.csv",
    });
    const locate = locateIn(host, { modelFolder: "models", allowPath: true });
    expect(await locate("../../elsewhere/secret.csv")).toMatchObject({ path: "/elsewhere/secret.csv" });
  });

  test("that leads nowhere is told with the folders and a name that is near", async () => {
    const error = await userError(locateIn(host, { modelFolder: "models" })("data/pina.csv"));
    expect(error).toBeInstanceOf(MissingFile);
    expect(error).toMatchObject({
      message: 'there is no file "data/pina.csv"',
      help: 'did you mean "data/pima.csv"? (looked in models/data and data)',
      place: "data/pina.csv",
      exitCode: 2,
    });
    const other = await userError(locateIn(host, { modelFolder: "models" })("nothing-like-it.parquet"));
    expect(other.help).toBe("it was looked for in models and the working directory");
    const ending = await userError(locateIn(host)("iris.tsv"));
    expect(ending.help).toContain('did you mean "iris.csv"?');
  });

  test("to a folder is refused", async () => {
    const error = await userError(locateIn(host)("models"));
    expect(error.message).toBe('"models" is a folder, where a data file is expected');
  });
});
