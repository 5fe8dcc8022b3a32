"""An FTP server on loopback for the tests: folder, port file, [certificate]. Overwriting by rename is allowed, as on hosts."""
import sys
from pyftpdlib.authorizers import DummyAuthorizer
from pyftpdlib.handlers import FTPHandler, TLS_FTPHandler
from pyftpdlib.servers import FTPServer

folder, port_file = sys.argv[1], sys.argv[2]
authorizer = DummyAuthorizer()
authorizer.add_user("lekhok", "canary-ftp-password", folder, perm="elradfmwMT")
if len(sys.argv) > 3:
    Handler = TLS_FTPHandler
    Handler.certfile = sys.argv[3]
    Handler.tls_control_required = True
    Handler.tls_data_required = True
else:
    Handler = FTPHandler
Handler.authorizer = authorizer
server = FTPServer(("127.0.0.1", 0), Handler)
with open(port_file + ".new", "w") as out:
    out.write(str(server.address[1]))
import os
os.rename(port_file + ".new", port_file)
server.serve_forever()
