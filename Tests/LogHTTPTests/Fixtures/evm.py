"""An EVM (py-evm, by eth-tester) behind JSON-RPC on a free port of loopback, with the contract of argv[1] deployed.

Prints `<port> <contract> <account>`, then serves. A block is made for each transaction.
"""
import json
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer

from eth_tester import EthereumTester, PyEVMBackend
from eth_tester.exceptions import TransactionNotFound

chain = EthereumTester(PyEVMBackend())
account = chain.get_accounts()[0]
created = chain.send_transaction({"from": account, "data": "0x" + sys.argv[1], "gas": 300_000})
contract = chain.get_transaction_receipt(created)["contract_address"]


def text(value):
    return value if isinstance(value, str) else "0x" + bytes(value).hex()


def receipt(hash):
    try:
        found = chain.get_transaction_receipt(hash)
    except TransactionNotFound:
        return None
    return {"status": hex(found["status"]), "blockNumber": hex(found["block_number"]),
            "blockHash": text(found["block_hash"]), "transactionHash": text(found["transaction_hash"])}


def answer(method, parameters):
    if method == "eth_chainId":
        return hex(chain.backend.chain.chain_id) if hasattr(chain.backend.chain, "chain_id") else "0x83"
    if method == "eth_call":
        return chain.call({"from": account, "gas": 200_000, **parameters[0]})
    if method == "eth_sendTransaction":
        return text(chain.send_transaction({"gas": 200_000, **parameters[0]}))
    if method == "eth_getTransactionReceipt":
        return receipt(parameters[0])
    raise ValueError(method)


class Node(BaseHTTPRequestHandler):
    def log_message(self, *words):
        pass

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
        body = {"jsonrpc": "2.0", "id": asked["id"]}
        try:
            body["result"] = answer(asked["method"], asked["params"])
        except Exception as fault:
            body["error"] = {"code": -32000, "message": str(fault)}
        reply = json.dumps(body).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(reply)))
        self.end_headers()
        self.wfile.write(reply)


server = HTTPServer(("127.0.0.1", 0), Node)
print(server.server_address[1], contract, account, flush=True)
server.serve_forever()
