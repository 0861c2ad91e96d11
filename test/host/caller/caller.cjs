// What another extension does with Glassbox: it has no part of our code, and knows what api/README.md says.
const vscode = require('vscode');

exports.activate = async () => {
  const glassbox = await vscode.extensions.getExtension('glassbox.glassbox').activate();
  return {
    version: glassbox.version,
    /** A call's value, or what it rejects with, as plain data; `begun` gets a way to cancel it. */
    async call(name, params, begun) {
      const source = new vscode.CancellationTokenSource();
      try {
        const answer = glassbox[name](params, { token: source.token });
        begun?.(() => source.cancel());
        return { value: await answer };
      } catch (error) {
        const { name: type, code, message } = error;
        return { error: { type, code, message, isError: error instanceof Error } };
      } finally {
        source.dispose();
      }
    },
  };
};
